-- beyond-prisma: DROP INDEX "Take_queue_idx";
-- beyond-prisma: DROP INDEX "Take_places_idx";

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "isPaused" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "motion" TEXT NOT NULL DEFAULT 'held';

-- AlterTable
ALTER TABLE "Segment" ADD COLUMN     "motion" TEXT;

-- AlterTable
ALTER TABLE "Take" ADD COLUMN     "askedBackendId" TEXT,
ADD COLUMN     "drawsOn" TEXT,
ADD COLUMN     "leaseUntil" TIMESTAMP(3),
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "queueNumber" BIGSERIAL NOT NULL,
ADD COLUMN     "refusedCount" INTEGER NOT NULL DEFAULT 0;

UPDATE "Take" SET "askedBackendId" = "recipe"->>'backendId';
ALTER TABLE "Take" ALTER COLUMN "askedBackendId" SET NOT NULL;

-- The next take of each backend is found in this by its first row, however many wait.
CREATE INDEX "Take_queue_idx" ON "Take"("workspaceId", "askedBackendId", "priority" DESC, "queueNumber")
  WHERE "state" IN ('queued', 'running', 'waiting');

CREATE INDEX "Take_places_idx" ON "Take"("workspaceId", "drawsOn") WHERE "drawsOn" IS NOT NULL;

-- CreateTable
CREATE TABLE "Backend" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "address" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "description" JSONB NOT NULL,
    "sealedToken" TEXT,
    "sealedLogin" TEXT,
    "isEnabled" BOOLEAN NOT NULL DEFAULT true,
    "helps" TEXT NOT NULL DEFAULT 'never',
    "concurrency" INTEGER NOT NULL DEFAULT 1,
    "params" JSONB NOT NULL DEFAULT '{}',
    "health" JSONB,
    "pausedUntil" TIMESTAMP(3),
    "pauseError" JSONB,
    "meanDrawMs" INTEGER,
    "quotaSecondsPerTake" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT,

    CONSTRAINT "Backend_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "BackendTrial" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "backendId" TEXT NOT NULL,
    "status" JSONB NOT NULL,
    "blobHash" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT,

    CONSTRAINT "BackendTrial_pkey" PRIMARY KEY ("workspaceId","id")
);

-- AddForeignKey
ALTER TABLE "Backend" ADD CONSTRAINT "Backend_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BackendTrial" ADD CONSTRAINT "BackendTrial_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
