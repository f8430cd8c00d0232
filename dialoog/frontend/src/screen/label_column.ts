/** The names on one side of the circle, each as near to its seat as the others let it stand. */

/** Moves names apart, each as little as can be, in their order; false when there is too little height for them. */
export function distribute(labels: { y: number; half: number }[], least: number, most: number): boolean {
  const before: number[] = []; // heights that stand above each name, with half of its own
  let height = 0;
  for (const { half } of labels) {
    before.push(height + half);
    height += half * 2;
  }
  const groups: { sum: number; count: number }[] = [];
  for (const [index, { y }] of labels.entries()) {
    groups.push({ sum: y - (before[index] ?? 0), count: 1 });
    for (;;) {
      const [upper, lower] = groups.slice(-2);
      if (!upper || !lower || upper.sum / upper.count <= lower.sum / lower.count) break;
      groups.splice(-2, 2, { sum: upper.sum + lower.sum, count: upper.count + lower.count });
    }
  }
  const starts = groups.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  for (const [index, label] of labels.entries()) {
    const start = Math.min(Math.max(starts[index] ?? 0, least), most - height);
    label.y = start + (before[index] ?? 0);
  }
  return height <= most - least;
}
