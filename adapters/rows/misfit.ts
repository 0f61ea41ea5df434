type Make<T> = (events: readonly unknown[], path: string) => T;

const refuses = <T>(make: Make<T>, events: readonly unknown[]): boolean => {
  try {
    make(events, "event");
    return false;
  } catch {
    return true;
  }
};

/**
 * What is made of events. Where they are refused, the path in the error is that of the first event that does not go
 * with those before it.
 * @param first - the number of the first of these events
 */
export const namingMisfit = <T>(events: readonly unknown[], first: number, make: Make<T>): T => {
  try {
    return make(events, "event");
  } catch (error) {
    let fitting = 0;
    let refused = events.length;
    while (refused - fitting > 1) {
      const middle = (fitting + refused) >> 1;
      if (refuses(make, events.slice(0, middle))) refused = middle;
      else fitting = middle;
    }
    make(events.slice(0, refused), `event ${first + fitting}`);
    throw error;
  }
};
