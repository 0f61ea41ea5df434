/** True where this thread may sleep: not on the main thread of a browser. */
const canSleep = (): boolean => {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
};

let sleeps: boolean | undefined;

/** Waits until a word is no longer what it was, or for so many milliseconds; true if it changed. */
export const changed = (control: Int32Array<SharedArrayBuffer>, word: number, seen: number, most: number): boolean => {
  sleeps ??= canSleep();
  if (sleeps) return Atomics.wait(control, word, seen, most) !== "timed-out";
  const end = performance.now() + most;
  while (Atomics.load(control, word) === seen) if (performance.now() > end) return false;
  return true;
};
