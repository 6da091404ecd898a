// Runs in the page, after axe-core: what would keep someone out, one line for each element.

/** @typedef {import("axe-core").Result} Rule */

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** @param {Rule} rule */
const lines = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`);

/** @returns {Promise<string[]>} */
async function audit() {
  /** @type {typeof import("axe-core")} */
  const axe = Reflect.get(window, "axe");
  const found = await axe.run(document, { runOnly: TAGS, resultTypes: ["violations"] });
  return found.violations.flatMap(lines);
}
