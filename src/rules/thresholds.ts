interface Threshold {
  /** Share that the alert compares with. */
  readonly threshold: number;
}

interface Traffic {
  /** Requests per second below which an outage cannot be distinguished from chance. */
  readonly minimumTraffic: number;
}

interface Limits {
  readonly CpuThrottled: Threshold;
  readonly MemoryNearLimit: Threshold;
  readonly TargetsFailing: Threshold;
  readonly PartialOutage: Threshold;
  readonly PodsCrashing: Threshold;
  readonly ProbesFailing: Threshold;
  readonly TrafficStopped: Traffic;
  readonly TrafficCollapsed: Threshold & Traffic;
}

/**
 * Limits of built-in alerts.
 *
 * Targets, pods and probes: with half of them gone, the others have twice their load, which most services are not sized for.
 *
 * Traffic: a service at the least rate could be ten times quieter today, and ten minutes without any of the twelve requests
 * that are left would still be less likely than one in 100,000. With the same rate, ten minutes hold 120 requests at that
 * time and 12 at a tenth of it: a service that is three times quieter today has as few by chance less than once in a
 * million times.
 */
export const LIMITS: Limits = {
  CpuThrottled: { threshold: 0.25 },
  MemoryNearLimit: { threshold: 0.9 },
  TargetsFailing: { threshold: 0.5 },
  PartialOutage: { threshold: 0.5 },
  PodsCrashing: { threshold: 0.5 },
  ProbesFailing: { threshold: 0.5 },
  TrafficStopped: { minimumTraffic: 0.2 },
  TrafficCollapsed: { threshold: 0.1, minimumTraffic: 0.2 },
};

/** How texts state a threshold in words, which are wrong for another one. */
export const THRESHOLD_WORDS: Readonly<Record<string, string>> = {
  TrafficCollapsed: 'a tenth',
  TargetsFailing: 'half',
  PartialOutage: 'Half',
  PodsCrashing: 'Half',
  ProbesFailing: 'Half',
};

/** The share that is left without another one. Of decimals, so that 1 - 0.7 is 0.3. */
export const restOf = (share: number): number => Number((1 - share).toPrecision(12));

/** Changes of the limits, by symptom. */
export type ChangedLimits = Readonly<
  Record<
    string,
    'off' | { readonly threshold?: number | undefined; readonly minimumTraffic?: number | undefined }
  >
>;

interface Changed {
  /** @default the limits as they are */
  readonly builtInAlerts?: ChangedLimits;
}

/** The limits of an alert of a service. */
export function limitsOf<S extends keyof Limits>({ builtInAlerts = {} }: Changed, symptom: S): Limits[S] {
  const change = builtInAlerts[symptom];
  const { threshold, minimumTraffic } = change === undefined || change === 'off' ? {} : change;
  return {
    ...LIMITS[symptom],
    ...(threshold === undefined ? {} : { threshold }),
    ...(minimumTraffic === undefined ? {} : { minimumTraffic }),
  };
}
