import * as z from 'zod';
import { jsonOf } from '../findings/fields';
import { InvalidInput } from '../findings/invalid-input';
import { listOf, mapOf, textOf, type Fields } from '../kubernetes/object';
import { speedUpWaits, type Clock } from './clock';
import { startServer, type LocalServer } from './local-server';

export interface Notification {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

const notification = z.object({
  receiver: z.string(),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(z.object({ status: z.string(), labels: z.record(z.string(), z.string()) })),
});

/** Where Alertmanager posts notifications instead of their real destinations. */
export interface Sink extends LocalServer {
  readonly received: readonly Notification[];
}

export async function startSink(): Promise<Sink> {
  const received: Notification[] = [];
  const server = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const parsed = notification.safeParse(jsonOf(Buffer.concat(chunks).toString()));
      if (parsed.success) received.push(parsed.data);
      response.writeHead(parsed.success ? 200 : 400).end();
    });
  });
  return { ...server, received };
}

/** Where the operator mounts the configuration, its templates and Secrets. */
const MOUNTED = '/etc/alertmanager/';

export interface LocalAlerting {
  readonly config: Fields;
  /** Templates by the path that the configuration finds them at, below the folder. */
  readonly templates: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/**
 * Routes, groups and inhibitions as the Helm values have them. What differs is where messages go: every receiver posts
 * to the sink, so that no credential is needed and nothing leaves this machine.
 * @param sink address that is posted to, followed by the receiver's name
 */
export function localAlerting(values: Fields, sink: string, folder: string, clock: Clock): LocalAlerting {
  const { config, templateFiles } = mapOf(values['alertmanager']);
  const given = mapOf(config);
  const receivers = listOf(given['receivers']).map(mapOf);
  const described = receivers.length > 0;
  const silent = receivers.filter((receiver) => Object.keys(receiver).length === 1);
  const names = described ? receivers.map(({ name }) => textOf(name) ?? '') : [UNDESCRIBED];
  return {
    config: {
      ...speedUpWaits(described ? given : { route: { receiver: UNDESCRIBED } }, clock),
      templates: listOf(given['templates']).map((path) => String(path).replace(MOUNTED, `${folder}/`)),
      receivers: names.map((name) => ({
        name,
        webhook_configs: [{ url: `${sink}/${encodeURIComponent(name)}`, send_resolved: true }],
      })),
    },
    templates: Object.fromEntries(
      Object.entries(mapOf(templateFiles)).map(([name, text]) => [`config/${name}`, String(text)]),
    ),
    notes: [
      `Every receiver posts to ${sink} instead of its real destination: ${names.join(', ')}.`,
      ...silent.map(
        ({ name }) =>
          `In a cluster, receiver ${String(name)} sends no notification: it has no integration configured.`,
      ),
      ...(described ? [] : ['The values configure no receivers, so the chart sends no notifications.']),
    ],
  };
}

/** The default receiver of the chart. */
const UNDESCRIBED = 'null';

/** @throws InvalidInput for an address that is not this machine's */
export function requireLoopback(url: string): string {
  const host = URL.canParse(url) && url.startsWith('http://') ? new URL(url).hostname : undefined;
  if (host !== undefined && (/^127\.\d+\.\d+\.\d+$/.test(host) || host === 'localhost' || host === '[::1]'))
    return url.replace(/\/+$/, '');
  throw new InvalidInput({
    resource: 'local',
    path: '--notify',
    message: 'not a loopback address',
    found: url,
    fix: 'use e.g. http://127.0.0.1:9000: notifications stay on this machine',
  });
}
