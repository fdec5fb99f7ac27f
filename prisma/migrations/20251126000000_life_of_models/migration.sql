-- Written by the Prisma schema engine from schema.prisma. The key is compared byte by byte, as all ids are.

-- AlterTable
ALTER TABLE "model_versions" ADD COLUMN     "activation" JSONB;

-- AlterTable
ALTER TABLE "training_jobs" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "idempotency_key" VARCHAR(191) COLLATE "C";

-- CreateIndex
CREATE UNIQUE INDEX "training_jobs_idempotency_key_key" ON "training_jobs"("idempotency_key");
