import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { Environment } from '../catalog/environment';
import { settledState } from '../certify/firings';
import { listOf, mapOf, textsOf, type Fields } from '../kubernetes/object';
import { toYaml } from '../kubernetes/yaml/to-yaml';
import { localAlerting } from '../local/notifications';
import { freePort } from '../local/loopback';
import { startServer } from '../local/local-server';
import { Processes } from '../local/processes';
import { alertmanagerArgs } from '../local/server-config';
import { kubePrometheusStackValues } from '../outputs/kube-prometheus-stack/kube-prometheus-stack';
import type { FiringTime } from './firing-times';
import type { Run } from './random-runs';

/** Alerts of one run, in the order in which they fire. */
export interface FiredRun {
  readonly run: Run;
  readonly firings: readonly FiringTime[];
}

/** The first message that a receiver got in a run. */
export interface Observed {
  readonly run: Run;
  readonly receiver: string;
  /** Seconds after the fault. */
  readonly at: number;
}

/** Alertmanager's waits pass so many times faster: the 5 s that bounds have for sending are half a second. */
const USUAL_SPEED = 10;

/** Seconds after the first alert of a run within which the others keep their distance. */
const LONGEST_GAP = 900;

/** Seconds that Alertmanager has after the last alert, on its faster clock: `group_wait` and sending. */
const REST = 120;

/** Real milliseconds between the first alerts of two runs, so that they do not all come at once. */
const STAGGER = 15;

/** The label that keeps runs apart. */
const RUN = 'simulated_run';

const message = z.object({
  receiver: z.string(),
  alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })),
});

interface Posted {
  readonly fired: FiredRun;
  readonly firing: FiringTime;
  /** Real time at which it is posted, in milliseconds after the start. */
  readonly due: number;
}

/**
 * Sends the alerts of many runs to a real Alertmanager with the configuration of an environment, where every receiver
 * posts to this process.
 * @param program path of Alertmanager
 * @param speed of Alertmanager's waits. @default 10
 * @returns the first message to each receiver in each run
 */
export async function observedMessages(
  runs: readonly FiredRun[],
  environment: Environment,
  program: string,
  speed: number = USUAL_SPEED,
): Promise<readonly Observed[]> {
  const found = new Map<string, Observed>();
  const posted = new Map<string, { readonly at: number; readonly of: Posted }>();
  const receive = (body: string): 'received' | 'rejected' => {
    const now = performance.now();
    const { receiver, alerts } = message.parse(JSON.parse(body));
    // The first alert of a group begins its wait.
    const known = alerts
      .flatMap(({ labels }) => posted.get(keyOf(labels)) ?? [])
      .toSorted((a, b) => a.at - b.at);
    const [first] = known;
    if (first === undefined) return 'received';
    const { fired, firing } = first.of;
    if (isBroken(fired.run, receiver)) return 'rejected';
    const key = messageKey(fired.run, receiver);
    const at = firing.at + ((now - first.at) / 1000) * speed;
    if (at < (found.get(key)?.at ?? Infinity)) found.set(key, { run: fired.run, receiver, at });
    return 'received';
  };
  const sink = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (receive(Buffer.concat(chunks).toString()) === 'rejected') response.statusCode = 401;
      response.end();
    });
  });
  const processes = new Processes();
  try {
    const { folder } = processes;
    const address = `127.0.0.1:${await freePort()}`;
    const clock = { speed, real: 0, shown: 0 };
    const values = mapOf(kubePrometheusStackValues(environment));
    const { config } = localAlerting(values, sink.url, folder, clock);
    writeFileSync(join(folder, 'alertmanager.yml'), toYaml(withRuns(config)));
    const started = processes.start({
      name: 'alertmanager',
      command: program,
      args: alertmanagerArgs({ alertmanager: address }, folder),
    });
    await processes.ready(started, async () => (await fetch(`http://${address}/-/ready`)).ok, 30_000);
    const all = postsOf(runs, speed);
    const start = performance.now();
    const awaited = runs.flatMap(({ run }) =>
      run.row.row.notifications.map(({ receiver }) => messageKey(run, receiver)),
    );
    const isComplete = (): boolean => awaited.every((key) => found.has(key));
    for (let next = 0; next < all.length && !isComplete();) {
      const now = performance.now() - start;
      const due = all.slice(next).filter((post) => post.due <= now);
      next += due.length;
      for (const post of due) posted.set(keyOf(labelsOf(post)), { at: performance.now(), of: post });
      // oxlint-disable-next-line no-await-in-loop -- alerts are sent in the order in which they fire
      if (due.length > 0) await post(address, due.map(labelsOf));
      // oxlint-disable-next-line no-await-in-loop -- until the next one is due, or the last message has come
      else await wait(Math.max(1, Math.min(STAGGER, all[next]!.due - now)));
    }
    const end = performance.now() + (REST * 1000) / speed;
    // oxlint-disable-next-line no-await-in-loop -- until the last message has come
    while (!isComplete() && performance.now() < end) await wait(STAGGER);
    return [...found.values()];
  } finally {
    await processes.stop();
    await sink.close();
  }
}

const messageKey = (run: Run, receiver: string): string => JSON.stringify([run.id, receiver]);

function postsOf(runs: readonly FiredRun[], speed: number): readonly Posted[] {
  return runs
    .flatMap((fired, index) =>
      fired.firings.map((firing) => {
        const gap = Math.min(LONGEST_GAP, firing.at - fired.firings[0]!.at);
        return { fired, firing, due: index * STAGGER + (gap * 1000) / speed };
      }),
    )
    .toSorted((a, b) => a.due - b.due);
}

const labelsOf = ({ fired: { run }, firing: { alert } }: Posted): Readonly<Record<string, string>> => ({
  ...alert.labels,
  [RUN]: run.id,
});

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify([RUN, 'alertname', 'slo', 'long', 'service', 'namespace'].map((label) => labels[label]));

async function post(address: string, labels: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const response = await fetch(`http://${address}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    // Alerts fire until the end of the run.
    body: JSON.stringify(labels.map((each) => ({ labels: each, endsAt: new Date(Date.now() + 3_600_000) }))),
  });
  if (!response.ok) throw new Error(`Alertmanager: ${await response.text()}`);
}

/** `...` are all labels. */
const groupedBy = (labels: readonly string[]): readonly string[] =>
  labels.includes('...') ? labels : [...labels, RUN];

/** Whether the fault of a run is that messages to a receiver fail: to all that its certificate does not name. */
const isBroken = ({ row: { row, watched } }: Run, receiver: string): boolean =>
  !settledState(row.fault, watched.subject.pods).delivery &&
  row.notifications.every((each) => each.receiver !== receiver);

/** The same routes and inhibitions within each run. Webhooks use no templates. */
function withRuns(config: Fields): Fields {
  const routeWith = (route: Fields): Fields => ({
    ...route,
    ...(route['group_by'] === undefined ? {} : { group_by: groupedBy(textsOf(route['group_by'])) }),
    ...(route['routes'] === undefined
      ? {}
      : { routes: listOf(route['routes']).map((child) => routeWith(mapOf(child))) }),
  });
  const root = routeWith(mapOf(config['route']));
  return {
    ...config,
    templates: [],
    route: { group_by: [RUN], ...root },
    inhibit_rules: listOf(config['inhibit_rules']).map((item) => {
      const rule = mapOf(item);
      return { ...rule, equal: [...textsOf(rule['equal']), RUN] };
    }),
  };
}
