/**
 * Names for the code: `http_requests_total` is `httpRequests`, `DCGM_FI_DEV_GPU_TEMP` is `dcgmFiDevGpuTemp`. Where two would have the same, the later one keeps
 * its whole name, or gets a number.
 */
export function uniqueKeys(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const wanted = [camelCase(name.replace(/_total$/, '')), camelCase(name), name].filter(
      (each) => each !== '',
    );
    const free = wanted.find((each) => !taken.has(each)) ?? numbered(name, taken);
    taken.add(free);
    return free;
  });
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(name + number)) number += 1;
  return name + number;
}

function camelCase(name: string): string {
  const text = /[a-z]/.test(name) ? name : name.toLowerCase();
  const [first = '', ...others] = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return lowerFirst(first) + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** `CPUSeconds` stays as it is: only the first letter of a word in CamelCase is lowered. */
const lowerFirst = (word: string): string =>
  /^[A-Z](?![A-Z])/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word;
