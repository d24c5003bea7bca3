import type { ServerResponse } from 'node:http';
import { startServer, type LocalServer } from '../../src/local/local-server';
import { pageText } from './sample';
import type { ServiceModel } from './service-model';

/** Path of a pod's page, and of the pages of what watches the cluster, below the namespace. */
export const KUBE_STATE_METRICS = 'kube-state-metrics';
export const KUBELET = 'kubelet';

/**
 * Serves every page of a run: `/<namespace>/<pod>`.
 * @param minute of the run
 */
export const servePages = (
  models: ReadonlyMap<string, ServiceModel>,
  minute: () => number,
): Promise<LocalServer> =>
  startServer((request, response) => {
    const [, namespace = '', name = ''] = (request.url ?? '').split('/');
    const model = models.get(namespace);
    if (model === undefined) return end(response, 404);
    switch (name) {
      case KUBE_STATE_METRICS:
        return model.state.kubeStateMetrics
          ? end(response, 200, pageText(model.clusterState))
          : response.destroy();
      case KUBELET:
        return end(response, 200, pageText(model.kubelet(minute())));
      default:
        return servePod(response, model.page(name));
    }
  });

function servePod(response: ServerResponse, page: ReturnType<ServiceModel['page']>): unknown {
  if (page === undefined) return response.destroy();
  switch (page.scrape) {
    case 'refused':
      return response.destroy();
    case 'hangs':
      // Until Prometheus gives up.
      return undefined;
    case 'http 500':
      return end(response, 500);
    case 'page':
    case 'too many samples':
      return end(response, 200, pageText(page.samples));
  }
}

const end = (response: ServerResponse, status: number, text = ''): unknown =>
  response.writeHead(status, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
