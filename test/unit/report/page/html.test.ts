import fc from "fast-check";
import { parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { foreign, html, join, prose } from "../../../../src/report/page/html.ts";

describe("text in a template", () => {
  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onfocus="x`, "&quot; onfocus=&quot;x"],
    ["' & `", "&#39; &amp; `"],
    ["a\u202eb\u0007c", "a\\u202eb\\x07c"],
  ])("%j becomes %j", (text, written) => {
    expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${written}">${written}</p>`);
  });

  test("whatever it says, it is one text and one attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const [element, ...others] = parseFragment(html`<p title="${text}">${text}</p>`.text).childNodes;
        expect(others).toEqual([]);
        expect(element).toMatchObject({ tagName: "p", attrs: [{ name: "title" }] });
        const inside = (element as unknown as { childNodes: { nodeName: string }[] }).childNodes;
        expect(inside.map(({ nodeName }) => nodeName)).toEqual(text === "" ? [] : ["#text"]);
      }),
    );
  });

  test("markup made by a template is not escaped again, null is nothing, a list is its members", () => {
    expect(html`${html`<b>${"<"}</b>`}${null}${["a", 1, html`<i></i>`]}`.text).toBe("<b>&lt;</b>a1<i></i>");
    expect(join(["<", html`<br>`], ", ").text).toBe("&lt;, <br>");
  });
});

test("foreign text keeps its direction to itself, and is cut", () => {
  expect(foreign("אבג", 100).text).toBe("<bdi>אבג</bdi>");
  expect(foreign("x".repeat(50), 10).text).toBe(`<bdi>${"x".repeat(9)}…</bdi>`);
});

test("backticks in a sentence are code, and what is in them is escaped too", () => {
  expect(prose("Run `a<b` and <i>").text).toBe("<bdi>Run <code>a&lt;b</code> and &lt;i&gt;</bdi>");
  expect(prose("one ` alone").text).toBe("<bdi>one ` alone</bdi>");
});
