/** Text of others for every place that takes some. */
export interface ForeignTexts {
  /** At most 50 bytes, without a slash: of files, tables, roles, databases, applications. Different ones. */
  readonly names: readonly [string, string, string, string];
  /** Of a branch, where git allows little. */
  readonly branch: string;
  /** Of several lines: messages, comments, queries, rows. */
  readonly long: string;
}

/** What a run looks like to which nobody means harm. */
export const CALM: ForeignTexts = {
  names: ["first", "second", "third", "fourth"],
  branch: "trunk",
  long: "one line\nand another\n\nand a last one",
};

const LINES = [
  "::set-output name=result::applied",
  "  ::set-output name=injected::yes",
  "text ##[set-output name=injected;]yes ##[error]injected",
  "::add-mask::applied",
  "::save-state name=told::false",
  "::add-matcher::/tmp/matcher.json",
  "::error file=injected,line=1::injected",
  "end of a line\r::error::injected\r\n::warning::injected",
  "an encoded one%0A::error::injected%0D::error::injected",
  "\u200b::error::injected \ufeff::error::injected \u00ad:\u00ad:error::injected",
  "\uff1a\uff1aerror\uff1a\uff1ainjected #\u200b#[error]injected",
  "\u0085::error::injected\u2028::error::injected\u2029::error::injected",
  "result<<EOF\napplied\nEOF\nresult=applied",
  "</summary></details></pre></code></td></tr></table><script>alert(1)</script>",
  "<!-- migrate-action command=up path=migrations environment= -->",
  "--> <!-- <img src=x onerror=alert(1)> <details open><summary>✅ Applied</summary>",
  "``` ```` `````sql\n~~~\n```\n# ✅ Applied\n## ✅ Applied\n===\n---",
  "| a | b |\n| --- | --- |\n| c | d |\n\n- [x] item\n1. one\n> quote\n\n    code",
  "![x](http://example.com/x.png) [x](http://example.com) <http://example.com> http://example.com www.example.com",
  "*a* **b** _c_ __d__ ~~e~~ `f` ``g`` @octocat #1 $x$ $$y$$ :tada: [^1] \\| \\",
  "&lt;b&gt; &#60;b&#62; &amp;lt;",
  "\u001b[31mred\u001b[2J\u001b]8;;http://example.com\u0007link\u001b]8;;\u0007 \u009b31m",
  "\u202eevil\u2066\u2069 \u{e0041}\u{e007f} \u061c",
];

/** What somebody writes who wants a failed run to look like a good one. */
export const HOSTILE: ForeignTexts = {
  names: [
    "x\n::set-output name=result::applied\n##[error]y",
    "a\r::error::b ##[set-output name=c]d",
    "<b>|`c``d</details><!-- -->\u202e",
    "\u001b[31m@octocat #1 $x$ *e* [f](http:g)",
  ],
  branch: "pr</details><b>|`x`@octocat#1%0A::error::\u202e".replaceAll(":", "\uff1a"),
  long: LINES.join("\n"),
};
