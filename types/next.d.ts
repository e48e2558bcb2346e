// What Next adds for TypeScript (style sheets and images as imports). Its own next-env.d.ts names files of one build,
// which come and go, so the house leaves that out.
import type {} from "next";
import type {} from "next/image-types/global";
