/**
 * The text of a file, as kubectl decodes it: UTF-16 where it starts with that mark, as PowerShell writes it, otherwise
 * UTF-8. Other bytes are replaced in JSON.
 * @throws the error of TextDecoder for YAML that is not UTF-8
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  return encoding === 'utf-8' && text.includes('\uFFFD') && !/^\s*[[{]/.test(text)
    ? new TextDecoder(encoding, { fatal: true }).decode(bytes)
    : text;
}
