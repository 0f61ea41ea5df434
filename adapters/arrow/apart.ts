/** Arrays whose copies have their own buffer. */
interface Sliceable extends ArrayBufferView {
  slice(): this;
}

/** Gives an array back, or a copy of it where it overlaps one that was given before. */
export type Apart = <T extends Sliceable>(view: T) => T;

/**
 * Keeps the arrays of one table from overlapping: the writers of apache-arrow join chunks that lie in one buffer, also
 * those that overlap, and so lose bytes where two columns share their values.
 */
export const apart = (): Apart => {
  const seen = new Map<ArrayBufferLike, [number, number][]>();
  return (view) => {
    const { buffer, byteOffset: first, byteLength } = view;
    const ranges = seen.get(buffer) ?? [];
    const end = first + byteLength;
    if (ranges.some(([from, to]) => first < to && from < end)) return view.slice();
    seen.set(buffer, [...ranges, [first, end]]);
    return view;
  };
};
