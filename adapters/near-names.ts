const longest = 100;

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** Up to five of `names` that somebody who wrote `name` may have meant, the nearest first. */
export const nearNames = (name: string, names: readonly string[]): readonly string[] => {
  const wanted = name.replaceAll("*", "").toLowerCase();
  const reach = Math.max(2, wanted.length / 3);
  return names
    .filter((candidate) => candidate.length <= longest && wanted.length <= longest)
    .map((candidate) => {
      const known = candidate.toLowerCase();
      const inside = wanted !== "" && (known.includes(wanted) || (known !== "" && wanted.includes(known)));
      const beginning = name.includes("*") ? known.slice(0, wanted.length) : known;
      return { candidate, far: inside ? 1 : distance(wanted, beginning) };
    })
    .filter(({ far }) => far <= reach)
    .sort((a, b) => a.far - b.far)
    .slice(0, 5)
    .map(({ candidate }) => candidate);
};
