// What the client code prints, so that a run can wait for it.
const lines = [];
const waiting = new Set();
const print = console.log;

console.log = (...words) => {
  print(...words);
  lines.push(words.join(" "));
  waiting.forEach((look) => look());
};

/** Wait until a line that starts with these words has been printed. */
export function printed(words) {
  return new Promise((resolve) => {
    const look = () => {
      if (!lines.some((line) => line.startsWith(words))) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

/** A heading, for the test that reads the transcript. */
export const heading = (words) => print(`-- ${words}`);

/** Report what the test reads, and end, whatever listeners the provider still has. */
export function finish(facts) {
  const text = JSON.stringify(facts, (_, value) => (typeof value === "bigint" ? `${value}` : value));
  process.stdout.write(`${text}\n`, () => process.exit(0));
}
