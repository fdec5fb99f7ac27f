const COUNT = new Intl.NumberFormat('en');
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const INSTANT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** 12345 as 12,345. */
export const count = (value: number): string => COUNT.format(value);

/** A share or another small number, two decimals. */
export const share = (value: number): string => value.toFixed(2);

/** A score of 0-10, two decimals. */
export const score = (value: number): string => value.toFixed(2);

export const percent = (value: number, digits = 0): string => `${(100 * value).toFixed(digits)}%`;

export const date = (iso: string): string => DATE.format(new Date(iso));

export const instant = (iso: string): string => INSTANT.format(new Date(iso));

/** BEGINNER as Beginner, READING_WRITING as Reading writing. */
export function words(constant: string): string {
  const text = constant.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Seconds as 45 s, 12 min or 1 h 5 min. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function bytes(size: number): string {
  if (size < 1e6) return `${Math.max(1, Math.round(size / 1e3))} kB`;
  return size < 1e9 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(2)} GB`;
}
