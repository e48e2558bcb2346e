import { prismaAdapter } from "@better-auth/prisma-adapter";
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { LIMITS } from "#lib/core/limits.ts";
import { storableText } from "#lib/core/text.ts";
import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { CLIENT_ADDRESS_HEADER } from "./client-address.ts";
import { ensureWorkspace } from "./ensure-workspace.ts";
import { ownOrigins, primaryOrigin, type Address } from "./own-origins.ts";

const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** Attempts from one address in a minute; enough for a person who mistypes, too few to guess a password. */
const SIGN_IN_LIMIT = { window: 60, max: 20 };

const nameSchema = storableText(LIMITS.nameChars);

export type Auth = ReturnType<typeof createAuth>;

/** Accounts by e-mail and password: better-auth over our own tables. Sessions are read from the database each time,
 * so that one that was ended is over at once. */
export function createAuth(options: { database: Database; secret: string; address: Address }) {
  const { database, secret, address } = options;
  const origin = primaryOrigin(address);
  return betterAuth({
    appName: "Genga",
    secret,
    baseURL: origin,
    basePath: "/api/auth",
    trustedOrigins: (request) => ownOrigins(address, request?.headers.get("host") ?? null),
    database: prismaAdapter(database, { provider: "postgresql", transaction: true }),
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      expiresIn: 4 * WEEK_SECONDS,
      updateAge: 24 * 60 * 60,
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { "/sign-in/email": SIGN_IN_LIMIT, "/sign-up/email": SIGN_IN_LIMIT },
    },
    advanced: {
      // Cookies know no ports: two copies on one machine would sign each other's people out.
      cookiePrefix: address.url === undefined ? `genga-${address.port}` : "genga",
      useSecureCookies: origin.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 64 },
    },
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message, ...rest) =>
        log[level === "error" ? "error" : "warn"]({ detail: rest.map(String) }, `auth: ${message}`),
    },
    databaseHooks: {
      user: {
        create: { before: async (user) => requireStorable(user) },
        update: { before: async (user) => requireStorable(user) },
      },
      session: {
        create: {
          after: async (session) => {
            const user = await database.user.findUnique({ where: { id: session.userId } });
            if (user) await ensureWorkspace(database, user);
          },
        },
      },
    },
  });
}

/** better-auth bounds neither names nor addresses, and Postgres refuses some characters. */
function requireStorable(user: {
  name?: string | undefined;
  email?: string | undefined;
  image?: string | null | undefined;
}): void {
  const texts = [user.name, user.email, user.image].filter((text) => text != null);
  if (texts.every((text) => nameSchema.safeParse(text).success)) return;
  throw new APIError("BAD_REQUEST", {
    message: "The name or e-mail address is too long or has characters that can't be kept.",
  });
}
