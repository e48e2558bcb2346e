import { clipRoute } from "../../clip-route.ts";

export const GET = clipRoute("filmstrip");
