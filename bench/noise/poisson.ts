/** Above this mean, the normal distribution is close enough and much faster. */
const NORMAL_FROM = 50;

/** A random number of events of which so many are expected. */
export function poisson(mean: number, random: () => number): number {
  if (mean >= NORMAL_FROM) {
    const [a, b] = [random(), random()];
    const normal = Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count += 1;
  return count;
}
