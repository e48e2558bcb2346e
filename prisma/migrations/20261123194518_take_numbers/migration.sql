-- CreateTable
CREATE TABLE "TakeNumber" (
    "projectId" TEXT NOT NULL,
    "segmentId" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "TakeNumber_pkey" PRIMARY KEY ("projectId","segmentId")
);

-- AddForeignKey
ALTER TABLE "TakeNumber" ADD CONSTRAINT "TakeNumber_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
