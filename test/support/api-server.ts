import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A resource that the server knows, e.g. `servicemonitors` of `monitoring.coreos.com/v1`. */
export interface ServedResource {
  /** Plural, lower case. */
  readonly name: string;
  readonly kind: string;
  /** Group and version, or `v1`. */
  readonly apiVersion: string;
  /** @default true */
  readonly namespaced?: boolean;
}

export interface ApiServerProps {
  readonly resources: readonly ServedResource[];
  readonly objects: readonly ServedObject[];
  /** Resources that no account may list. @default every account may list all */
  readonly denied?: readonly string[];
}

interface ServedObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What kubectl needs of an API server to list objects of all namespaces and to ask what an account may do. */
export interface ApiServer {
  /** Without users or TLS; of the only context `test`. */
  readonly kubeconfig: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts it on a free port of this machine. */
export async function startApiServer(props: ApiServerProps): Promise<ApiServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answer(props, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    kubeconfig: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server: `http://127.0.0.1:${port}` } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: '' } }],
      'current-context': 'test',
    }),
    asked,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

async function answer(
  { resources, objects, denied = [] }: ApiServerProps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url!, 'http://localhost');
  const send = (body: object, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const versions = [...new Set(resources.map(({ apiVersion }) => apiVersion))];
  if (pathname === '/api') return void send({ kind: 'APIVersions', versions: ['v1'] });
  if (pathname === '/apis') return void send(groupList(versions.filter((version) => version.includes('/'))));
  if (pathname === REVIEWS) {
    // Protobuf, in which text stands as it is.
    const review = await bodyOf(request);
    const allowed = !denied.some((resource) => review.includes(resource));
    const [kind, apiVersion] = ['SelfSubjectAccessReview', 'authorization.k8s.io/v1'];
    return void send({ kind, apiVersion, spec: {}, status: { allowed } }, 201);
  }
  const version = versions.find((one) => pathname === pathOf(one));
  if (version !== undefined) return void send(resourceList(version, resources));
  const resource = resources.find((one) => pathname === `${pathOf(one.apiVersion)}/${one.name}`);
  if (resource === undefined)
    return void send(
      { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 },
      404,
    );
  const { kind, apiVersion } = resource;
  const items = objects.filter((object) => object.kind === kind && object.apiVersion === apiVersion);
  return void send({ kind: `${kind}List`, apiVersion, metadata: { resourceVersion: '1' }, items });
}

const pathOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

const groupList = (versions: readonly string[]): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: versions.map((groupVersion) => {
    const [name, version] = groupVersion.split('/');
    return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
  }),
});

const resourceList = (groupVersion: string, resources: readonly ServedResource[]): object => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion,
  resources: resources
    .filter(({ apiVersion }) => apiVersion === groupVersion)
    .map(({ name, kind, namespaced = true }) => ({
      name,
      kind,
      namespaced,
      singularName: '',
      verbs: ['get', 'list'],
    })),
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
