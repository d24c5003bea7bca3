import { shell } from '../../../../findings/shell';
import type { Manifests } from '../../../../kubernetes/manifests';
import type { Monitor } from '../../../../kubernetes/monitor';
import { nameOf } from '../../../../kubernetes/object';
import type { Service } from '../../../../kubernetes/service';
import { isSynthesized } from '../../../catalog-contracts';
import { isNamed, scrapeFix } from '../../shared/catalog-scrape';
import { showNamespaces } from '../../shared/namespaces';
import { NearMisses } from './near-misses';
import { requiredLabels, showLabels, type Reason } from './reason';

/**
 * Explains why the monitor of an external service of the catalog finds nothing, once any object of its place or name was
 * read. What the catalog deploys says nothing about what others do.
 */
export class ExternalSelection {
  private readonly services: readonly Service[];
  private readonly near: NearMisses<Service>;

  constructor(private readonly manifests: Manifests) {
    this.services = manifests.services.all.filter((service) => !isSynthesized(service));
    this.near = new NearMisses(this.services, ({ name }) => name);
  }

  service({ namespaces, name, selector }: Monitor): Reason | undefined {
    const searched = namespaces === 'any' ? [] : namespaces;
    const inside = searched
      .flatMap((namespace) => this.manifests.services.in(namespace))
      .filter((service) => !isSynthesized(service));
    const meant =
      inside.find((each) => each.name === name) ??
      this.services.find((each) => each.name === name) ??
      inside.find(({ labels }) => isNamed(labels, name)) ??
      this.near.closest(requiredLabels(selector), namespaces, name)?.item;
    if (meant === undefined && inside.length === 0) return undefined;
    const where = showNamespaces(namespaces);
    return {
      message:
        meant === undefined
          ? `no Service that was read in ${where} matches the selector of this external service`
          : `no Service in ${where} matches the selector of this external service; ${nameOf(meant)} has the labels ${showLabels(meant.labels)}`,
      expected: `labels of a Service in ${where}`,
      fix:
        meant === undefined
          ? shell`kubectl get services --namespace ${inside[0]!.namespace} --show-labels`
          : scrapeFix(meant),
    };
  }

  pods({ namespaces }: Monitor): Reason | undefined {
    const [namespace, ...others] = namespaces === 'any' ? [] : namespaces;
    const { pods } = this.manifests;
    if (namespace === undefined || [namespace, ...others].every((each) => pods.in(each).every(isSynthesized)))
      return undefined;
    const where = showNamespaces(namespaces);
    return {
      message: `no pods that were read in ${where} match the selector of this external service`,
      expected: `labels of pods in ${where}`,
      fix: `in the catalog: scrape: podMonitor({ ... }) with labels that kubectl get pods --namespace ${namespace} --show-labels shows`,
    };
  }
}
