/** Milliseconds for which a loop over events may keep timers, aborts and the page waiting. */
const turn = 16;

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/**
 * Lets others have their turn: call and await what it gives inside a loop that may run long without leaving the queue of
 * promises, where no timer fires and no signal aborts. It waits only if the last turn is over.
 */
export const turns = (): (() => Promise<void> | undefined) => {
  let began = performance.now();
  return () =>
    performance.now() - began < turn
      ? undefined
      : nextTask().then(() => {
          began = performance.now();
        });
};
