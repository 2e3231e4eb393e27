import { expect, test } from "vitest";
import { makeSingleFlight, withinLimit } from "../../../../../src/shells/http/observer/single-flight.ts";

/** Work that ends when it is told to, and says which time it is. */
function heldWork() {
  const ends: (() => void)[] = [];
  let begun = 0;
  const work = () => {
    begun += 1;
    const time = begun;
    return new Promise<number>((resolve) => ends.push(() => resolve(time)));
  };
  const endOne = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { work, endOne, begun: () => begun };
}

test("who asks while work is under way is given the next, together, and it is not begun before", async () => {
  const { work, endOne, begun } = heldWork();
  const ask = makeSingleFlight(work);
  const first = ask();
  const others = [ask(), ask(), ask()];
  expect(begun()).toBe(1);
  await endOne();
  expect([await first, begun()]).toEqual([1, 2]);
  const later = ask();
  await endOne();
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  await endOne();
  expect([await later, begun()]).toEqual([3, 3]);
});

test("when nobody asks nothing is done, and the next question begins anew", async () => {
  const { work, endOne, begun } = heldWork();
  const ask = makeSingleFlight(work);
  const first = ask();
  await endOne();
  await first;
  expect(begun()).toBe(1);
  const second = ask();
  await endOne();
  expect(await second).toBe(2);
});

test("what takes too long is told as late, and no timer is left of what does not", async () => {
  const never = new Promise<string>(() => {});
  expect(await withinLimit(never, 20, () => "late")).toBe("late");
  expect(await withinLimit(Promise.resolve("here"), 60_000, () => "late")).toBe("here");
  expect(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length).toBeLessThan(3);
});
