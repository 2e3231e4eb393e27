import fc from "fast-check";

// The same values each time, so that a mutant that was noticed yesterday is noticed today; and not for seconds, once for
// each mutant: one that is noticed is so within the first ones.
fc.configureGlobal({ seed: 20_260_101, interruptAfterTimeLimit: 500, markInterruptAsFailure: false });
