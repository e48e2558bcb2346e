import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65535);

/** Every setting that Genga reads from the environment, with its default. An empty value counts as not set. */
const environmentSchema = z.object({
  /** Where all that Genga keeps lies; made with mode 0700. Default: `.genga` beside the project. */
  GENGA_DATA_DIR: z.string().optional(),
  GENGA_PORT: port.default(3000),
  /** The address to listen on. Loopback unless asked otherwise. */
  GENGA_HOST: z.string().default("127.0.0.1"),
  /** The address that people type, when a proxy stands in front (for links and cookies). */
  GENGA_URL: z.url().optional(),
  /** A Postgres to use instead of the embedded one. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  /** Worker processes that `npm start` runs; 0 when workers run elsewhere. */
  GENGA_WORKERS: z.coerce.number().int().min(0).max(64).default(1),
  /** Takes that one worker process draws at once. */
  GENGA_TAKES_AT_ONCE: z.coerce.number().int().min(1).max(32).default(2),
  /** The secret that signs sessions and seals backends' tokens. Default: made once, kept in the data directory. */
  GENGA_SECRET: z.string().min(32).optional(),
  /**
   * Whether backends on this machine and in its network may be asked. `npm start` turns it on for itself while only
   * this machine reaches it (GENGA_HOST is loopback and no GENGA_URL is set).
   */
  GENGA_ALLOW_PRIVATE_BACKENDS: z.enum(["on", "off"]).optional(),
  /**
   * Whether people may set up an in-betweener that `npm start` then runs on this machine. On by default while only
   * this machine reaches Genga (GENGA_HOST is loopback and no GENGA_URL is set).
   */
  GENGA_LOCAL_BACKEND: z.enum(["on", "off"]).optional(),
  /** Free disk space, in MB, without which that in-betweener isn't installed. */
  GENGA_LOCAL_BACKEND_MB: z.coerce.number().int().min(0).default(1_000),
  /** Free disk space, in MB, below which Genga refuses to start. */
  GENGA_MIN_FREE_MB: z.coerce.number().int().min(0).default(200),
  GENGA_LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info"),
  /** A Chromium for the browser tests. */
  GENGA_CHROMIUM: z.string().optional(),
});

/** Settings as read and checked. */
export type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads and checks the environment.
 * @throws Error whose message names each wrong variable, for a person to read.
 */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = environmentSchema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment has settings that cannot be used:\n${lines.join("\n")}`);
}
