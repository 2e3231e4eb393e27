import { type MainEnd, runActionPost } from "./action-post.ts";

/** What dist/action-post.js calls first: a bundle of its own, because most of these steps have next to nothing to do. */
export const post = (): Promise<MainEnd> => runActionPost();
