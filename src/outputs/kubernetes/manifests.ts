import { App, type Chart } from 'cdk8s';
import { isDeployed, isFirstPlace, isListed, placedName, type PlacedService } from '../../catalog/placement';
import type { Patch } from '../../catalog/patch';
import { ruleResources, type RulesOf } from '../../catalog/rule-resources';
import { OVERVIEW_UID } from '../../rules/dashboard-links';
import { serviceDashboards } from '../../dashboards/service-dashboards';
import type { Problem } from '../../findings/finding';
import { InvalidInput } from '../../findings/invalid-input';
import { patched } from './patches';
import { DashboardChart, OverviewChart } from './charts/dashboard-chart';
import { MonitoringChart, ObjectiveChart } from './charts/monitoring-chart';
import { NamespaceChart } from './charts/namespace-chart';
import { WorkloadChart } from './charts/workload-chart';
import { DOCUMENT_START, toYaml } from '../../kubernetes/yaml/to-yaml';

export interface ManifestFile {
  /** File name inside the output folder. */
  readonly name: string;
  /** The text of the objects, which is made anew each time: it is as large as they are. */
  readonly yaml: string;
  readonly objects: readonly RenderedObject[];
}

export interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface RenderOptions {
  /** Changes of objects of any service. @default none */
  readonly patches?: readonly Patch[];
  /** What has these patches, for messages. @default 'environment' */
  readonly resource?: string;
  /** @default computes the rules anew */
  readonly rulesOf?: RulesOf;
}

/** kubectl applies files in the order of their names, and services' names start with a letter. */
const NAMESPACE_CHART = '00-namespaces';

/**
 * Renders every chart of the stack.
 *
 * Each chart has its own App: an App validates and resolves all of its charts once for each chart, which takes quadratic
 * time for many services.
 * @throws InvalidInput when two objects or two files would have the same name, or a patch cannot be applied
 */
export function renderManifests(
  services: readonly PlacedService[],
  { patches = [], resource = 'environment', rulesOf = ruleResources }: RenderOptions = {},
): readonly ManifestFile[] {
  const files = [
    ...sharedFiles(services),
    ...services.filter(isFirstPlace).flatMap((service) => {
      const places =
        service.namespaces === undefined
          ? [service]
          : services.filter(({ namespaces }) => namespaces === service.namespaces);
      return patched(filesOf(service, places, rulesOf), service.patches, `service "${service.name}"`);
    }),
  ];
  const written = patched(files, patches, resource).map(manifestFile);
  requireUnique(written);
  return written;
}

/** The files that all services share: their namespace and the overview. Their names do not depend on the services. */
export const renderShared = (services: readonly PlacedService[]): readonly ManifestFile[] =>
  sharedFiles(services).map(manifestFile);

function sharedFiles(services: readonly PlacedService[]): readonly Rendered[] {
  const namespace = namespaceToCreate(services);
  const listed = services.filter(isListed);
  return [
    ...(namespace === undefined
      ? []
      : [render(NAMESPACE_CHART, (app, id) => new NamespaceChart(app, id, namespace))]),
    ...(listed.length === 0
      ? []
      : [render(fileOf(OVERVIEW_UID), (app, id) => new OverviewChart(app, id, listed))]),
  ];
}

export const manifestFile = ({ name, objects }: Omit<ManifestFile, 'yaml'>): ManifestFile => ({
  name,
  objects,
  get yaml() {
    return DOCUMENT_START + toYaml(...objects);
  },
});

type Rendered = Omit<ManifestFile, 'yaml'>;

/** @param places the service in each of its namespaces */
function filesOf(
  service: PlacedService,
  places: readonly PlacedService[],
  rulesOf: RulesOf,
): readonly Rendered[] {
  const rules = places.map(rulesOf);
  return [
    ...places.flatMap((place) =>
      isDeployed(place) ? [render(placedName(place), (app, id) => new WorkloadChart(app, id, place))] : [],
    ),
    render(`${service.name}-monitoring`, (app, id) => new MonitoringChart(app, id, places, rules)),
    ...places.flatMap((place, index) =>
      rules[index]!.flatMap((resource) =>
        resource.objective === undefined
          ? []
          : [
              render(
                `slo-${placedName(place)}-${resource.objective}`,
                (app, id) => new ObjectiveChart(app, id, place, resource),
              ),
            ],
      ),
    ),
    ...serviceDashboards(service).map((dashboard) =>
      render(fileOf(dashboard.uid!), (app, id) => new DashboardChart(app, id, service, dashboard)),
    ),
  ];
}

/**
 * One file for each dashboard, as for each objective: `cdk8s synth --stdout` streams all files at once in chunks of
 * 64 KiB, so those of larger files would be mixed.
 */
function fileOf(uid: string): string {
  return `dashboard-${uid}`;
}

/**
 * The environment's namespace for services, if any are deployed there. Every cluster has `default`, Helm creates the
 * one for monitoring, and a namespace set by a service itself is managed elsewhere, with its labels.
 */
function namespaceToCreate(services: readonly PlacedService[]): string | undefined {
  return services.find(
    (service) =>
      isDeployed(service) &&
      service.namespace === service.servicesNamespace &&
      service.namespace !== service.monitoringNamespace &&
      service.namespace !== 'default',
  )?.namespace;
}

function render(id: string, build: (app: App, id: string) => Chart): Rendered {
  return { name: `${id}.k8s.yaml`, objects: build(new App(), id).toJson() as readonly RenderedObject[] };
}

/** kubectl would apply only the last of two objects with the same name, and the second file would overwrite the first. */
function requireUnique(files: readonly ManifestFile[]): void {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  const claim = (name: string, file: string, path: string) => {
    const owner = owners.get(name);
    if (owner !== undefined)
      problems.push({
        resource: `manifest ${file}`,
        path,
        message: path === 'file' ? 'two services write this file' : `duplicate object, already in ${owner}`,
        found: name,
        fix: 'rename one of the two services',
      });
    owners.set(name, file);
  };
  for (const { name, objects } of files) {
    claim(name, name, 'file');
    for (const { kind, metadata } of objects)
      claim(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, name, 'object');
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}
