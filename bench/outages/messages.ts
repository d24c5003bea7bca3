import { z } from 'zod';
import { startServer, type LocalServer } from '../../src/local/local-server';

const schema = z.object({
  receiver: z.string(),
  status: z.enum(['firing', 'resolved']),
  groupKey: z.string(),
  commonLabels: z.record(z.string(), z.string()),
});

/** A message that a receiver got, and the Unix time in seconds at which it came. */
export type Message = z.output<typeof schema> & { readonly at: number };

export interface Inbox extends LocalServer {
  readonly messages: readonly Message[];
}

/** Takes what Alertmanager sends by webhook, for every receiver. */
export async function startInbox(): Promise<Inbox> {
  const messages: Message[] = [];
  const server = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      messages.push({ ...schema.parse(JSON.parse(Buffer.concat(chunks).toString())), at: Date.now() / 1000 });
      response.end();
    });
  });
  return { ...server, messages };
}

/** How often a group of alerts went from silent to firing: what a pager opens an incident for. */
export function incidentsOf(messages: readonly Message[]): number {
  const open = new Set<string>();
  let incidents = 0;
  for (const { groupKey, status } of messages.toSorted((a, b) => a.at - b.at)) {
    if (status === 'resolved') open.delete(groupKey);
    else if (!open.has(groupKey)) {
      open.add(groupKey);
      incidents += 1;
    }
  }
  return incidents;
}
