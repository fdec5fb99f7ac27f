import { DomainError } from '../errors.js';

/** Lines of the log that a failure shows. */
const SHOWN = 12;
const LONGEST_LINE = 300;

/** What the log says where something is missing, and what to do about it. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [
    /JAVA_HOME is not set|java: (command )?not found|Unable to locate a Java|UnsupportedClassVersionError|\/bin\/java: No such file/,
    'Java 17 is missing: install it, and set JAVA_HOME or put java in PATH.',
  ],
  [/Cannot run program "([^"]+)"/, 'Python is missing: set SPARK_PYTHON to a Python 3.8 to 3.11.'],
  [
    /ModuleNotFoundError: No module named '(numpy|pyspark|py4j)/,
    'Python packages are missing: install spark/requirements.txt for the Python of SPARK_PYTHON.',
  ],
  [/find_spark_home|Could not find valid SPARK_HOME/, 'SPARK_SUBMIT finds no Spark beside it: set SPARK_HOME.'],
];

/** @param lines the end of Spark's log */
export function describeFailure(lines: readonly string[], ended: string): DomainError {
  const missing = MISSING.find(([pattern]) => lines.some((line) => pattern.test(line)));
  const shown = lastLines(lines);
  if (missing) return new DomainError('SPARK_UNAVAILABLE', `${missing[1]} Spark said:\n${shown}`);
  return new DomainError('SPARK_FAILED', `Spark has ended ${ended}. The last lines of its log:\n${shown}`);
}

/** Without the places of stack traces, which would fill them. */
function lastLines(lines: readonly string[]): string {
  const telling = lines.filter((line) => line.trim() !== '' && !/^\s+at |^\s*\.\.\. \d+ more|^\s+File "/.test(line));
  return telling
    .slice(-SHOWN)
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line))
    .join('\n');
}
