// How long the usual libraries take to draw double eliminations: milliseconds by library and size, as JSON.
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { BracketsManager } = require("brackets-manager");
const { InMemoryDatabase } = require("brackets-memory-db");

const [sizes, times] = [JSON.parse(process.argv[3]), Number(process.argv[4])];
const pairings = await import(require.resolve("tournament-pairings"));

/** @param {(size: number) => unknown} draw @param {number} size */
async function fastest(draw, size) {
  let best = Infinity;
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    await draw(size);
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/** @param {number} size */
function manager(size) {
  const seeding = Array.from({ length: size }, (_, index) => `E${index + 1}`);
  return new BracketsManager(new InMemoryDatabase()).create.stage({
    tournamentId: 0,
    name: "Open",
    type: "double_elimination",
    seeding,
    settings: { grandFinal: "double" },
  });
}

const found = { "brackets-manager": {}, "tournament-pairings": {} };
for (const size of sizes) {
  found["brackets-manager"][size] = await fastest(manager, size);
  const players = Array.from({ length: size }, (_, index) => index + 1);
  found["tournament-pairings"][size] = await fastest(() => pairings.DoubleElimination(players), size);
}
console.log(JSON.stringify(found));
