/** The words of a text, which is how long lists of names are written. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
