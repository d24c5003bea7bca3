import type { LocalProgramProps } from '../../index';

/** How `signalproof local` runs the Task API. One round of requests leaves no task behind. */
export const taskApiLocal: LocalProgramProps = {
  node: ['--import', 'tsx', 'src/stack/task-api/replica.ts'],
  requests: [
    { path: '/tasks' },
    { method: 'POST', path: '/tasks', body: { title: 'Look at the dashboard' } },
    { path: '/tasks/:id' },
    { path: '/tasks?limit=10' },
    { method: 'PATCH', path: '/tasks/:id', body: { done: true } },
    { path: '/tasks/:id' },
    { method: 'DELETE', path: '/tasks/:id' },
    { path: '/tasks' },
  ],
  // Above the 250 ms of its latency objective.
  slowMilliseconds: 400,
};
