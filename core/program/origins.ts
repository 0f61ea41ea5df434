import type { Origin } from "./primitive.ts";

/** The place in a lambda that equations are made from. */
export interface Origins {
  /** Runs `work` so that equations made in it remember their place. */
  from<T>(origin: Origin | undefined, work: () => T): T;
  readonly origin: Origin | undefined;
}

export const origins = (): Origins => {
  let origin: Origin | undefined;
  return {
    from: (place, work) => {
      const before = origin;
      origin = place ?? before;
      try {
        return work();
      } finally {
        origin = before;
      }
    },
    get origin() {
      return origin;
    },
  };
};
