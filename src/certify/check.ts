import type { Environment } from '../catalog/environment';
import type { PlacedService } from '../catalog/placement';
import type { Problem } from '../findings/finding';
import { certified, recipientsOf, USUAL_RATE, type Certificate } from './certificate';
import { expectedOf, missedBy, type Expected, type Missed } from './expectations';
import { Memory } from './memory';
import type { Recipients } from './notification';
import { watchedBudgets, watchedService, type WatchedService } from './service';

/** Expectations that the services of an environment do not meet. */
export interface ExpectationReport {
  /** About a stated expectation. */
  readonly errors: readonly Problem[];
  /** About defaults. */
  readonly warnings: readonly Problem[];
}

/** Checks what services and their environment expect, and no other fault: synthesis has little time. */
export function checkExpectations(
  services: readonly PlacedService[],
  environment: Environment,
): ExpectationReport {
  if (environment.receivers.length === 0) return { errors: [], warnings: [] };
  const recipients = recipientsOf(environment);
  const memory = new Memory();
  const missed = services.flatMap((service) => {
    const expected = expectedOf(service, environment);
    return expected.length === 0 ? [] : missedOf(service, environment, expected, recipients, memory);
  });
  return {
    errors: missed.filter(({ stated }) => stated).map(({ problem }) => problem),
    warnings: missed.filter(({ stated }) => !stated).map(({ problem }) => problem),
  };
}

/** Burn rates have closed forms, which take no time; other alerts are simulated where those do not suffice. */
function missedOf(
  service: PlacedService,
  environment: Environment,
  expected: readonly Expected[],
  recipients: Recipients,
  memory: Memory,
): readonly Missed[] {
  const certificate = (watched: WatchedService, about: readonly Expected[]): Certificate => ({
    environment: environment.name,
    service: service.name,
    ...certified(
      watched,
      recipients,
      about.map(({ fault }) => fault),
      memory,
    ),
  });
  const budgets = watchedBudgets(service, environment, USUAL_RATE);
  const quick = missedBy(certificate(budgets, expected), expected);
  const open = expected.filter(({ fault }) => quick.some((missed) => missed.fault === fault));
  if (open.length === 0) return [];
  return missedBy(certificate(watchedService(service, environment, USUAL_RATE), open), open);
}
