/** Labels that another Prometheus or a store adds to all series, and that are missing everywhere without one. */
export const OF_ENVIRONMENT =
  /^(cluster|region|zone|az|dc|datacenter|env|environment|replica|prometheus|prometheus_replica|tenant)$/;
