import type { Fault } from '../fault';

/** A collector or its network fails, and the service works. */
export const pushesStop: Fault = {
  name: 'nothing pushes the series any more',
  needs: ['pushed series'],
  signals: () => ({ monitored: false }),
};
