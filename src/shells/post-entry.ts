import { runActionPost } from "./action-post.ts";

await runActionPost();
