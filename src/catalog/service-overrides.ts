import * as z from 'zod';
import { mistake } from '../findings/mistake';
import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { checkObjective, objectiveFields } from '../slo/objective';
import type { Slo } from '../slo/slo';
import { dnsLabel } from './fields';
import { isScrape, SCRAPE_FUNCTIONS, type Scrape } from './scrape/index';
import type { Service } from './service';
import { isServing, runsElsewhere } from './workload/index';

/** What differs for a service in one environment. */
export const serviceOverride = z.union([
  z.literal(
    'absent',
    mistake('neither absent nor an object', "write 'absent', or e.g. { namespaces: ['eu'] }"),
  ),
  z.strictObject({
    namespaces: z
      .array(dnsLabel)
      .min(1, mistake('empty', "name at least one namespace, or write 'absent'"))
      .optional()
      .describe('Replaces its namespace. With several, the service runs in each of them under one name.'),
    objectives: z
      .record(z.string(), objectiveFields.objective)
      .default({})
      .describe('Replaces the percentages of its objectives, by their names, e.g. `{ availability: 99 }`.'),
    scrape: z
      .custom<Scrape>(isScrape, mistake('not a scrape', `build it with ${SCRAPE_FUNCTIONS}`))
      .meta({ type: '[scrape](#scrape-servicemonitor)' })
      .optional()
      .describe('Replaces how it is scraped.'),
  }),
]);

type ServiceOverride = z.output<typeof serviceOverride>;

/** A service as it is in one environment, with the namespaces that it runs in there. */
export interface LocalService {
  readonly service: Service;
  /** At least one. */
  readonly namespaces: readonly [string, ...string[]];
}

interface Settings {
  readonly name: string;
  readonly namespaces: { readonly services: string };
  readonly services: Readonly<Record<string, ServiceOverride>>;
}

/**
 * The services of an environment, without those that are absent there.
 * @throws InvalidInput for an override of an unknown service or objective, or one that the service cannot have
 */
export function localServices(services: readonly Service[], environment: Settings): readonly LocalService[] {
  requireKnown(services, environment);
  return services.flatMap((service) => {
    const override = Object.hasOwn(environment.services, service.name)
      ? environment.services[service.name]!
      : undefined;
    return override === 'absent' ? [] : [localService(service, override, environment)];
  });
}

function localService(
  service: Service,
  override: Exclude<ServiceOverride, 'absent'> | undefined,
  environment: Settings,
): LocalService {
  const own = typeof service.namespace === 'string' ? [service.namespace] : service.namespace;
  const [first = environment.namespaces.services, ...others] = override?.namespaces ?? own ?? [];
  const namespaces = [first, ...others] as const;
  if (override === undefined) return { service, namespaces };
  const problems = conflicts(service, override);
  if (problems.length > 0)
    throw new InvalidInput(
      problems.map(({ path, ...problem }) => ({
        resource: `environment "${environment.name}"`,
        path: `services.${service.name}.${path}`,
        ...problem,
      })),
    );
  return {
    namespaces,
    service: {
      ...service,
      slos: service.slos.map((slo) => promised(slo, override.objectives)),
      ...(override.scrape === undefined ? {} : { scrape: override.scrape }),
    },
  };
}

function promised(slo: Slo, objectives: Readonly<Record<string, number>>): Slo {
  const objective = Object.hasOwn(objectives, slo.name) ? objectives[slo.name]! : slo.objective;
  if (objective === slo.objective) return slo;
  const changed = { ...slo, objective };
  checkObjective(changed);
  return changed;
}

function conflicts(
  service: Service,
  { objectives, scrape }: Exclude<ServiceOverride, 'absent'>,
): readonly PartProblem[] {
  const names = service.slos.map(({ name }) => name);
  const unknown = Object.keys(objectives).find((name) => !names.includes(name));
  return [
    ...(unknown === undefined
      ? []
      : [
          {
            path: `objectives.${unknown}`,
            message: 'the service has no objective of this name',
            found: unknown,
            fix: names.length === 0 ? 'remove it' : `use one of ${names.join(', ')}`,
          },
        ]),
    ...(scrape !== undefined && isServing(service.workload) && !runsElsewhere(service)
      ? [
          {
            path: 'scrape',
            message: 'the Service that is deployed has a ServiceMonitor of its own',
            found: scrape.kind,
            fix: 'remove it',
          },
        ]
      : []),
  ];
}

function requireKnown(services: readonly Service[], { name, services: overrides }: Settings): void {
  const known = services.map((service) => service.name);
  const unknown = Object.keys(overrides).find((each) => !known.includes(each));
  if (unknown !== undefined)
    throw new InvalidInput({
      resource: `environment "${name}"`,
      path: `services.${unknown}`,
      message: 'the stack has no service of that name',
      found: unknown,
      fix: `use one of ${known.join(', ')}`,
    });
}
