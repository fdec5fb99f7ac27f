-- AlterTable
ALTER TABLE "model_versions" ADD COLUMN     "recipe" JSONB,
ADD COLUMN     "requested_algorithm" TEXT,
ADD COLUMN     "search" JSONB;

-- CreateTable
CREATE TABLE "training_trials" (
    "id" BIGSERIAL NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "job_id" UUID,
    "basis" TEXT NOT NULL,
    "row" JSONB NOT NULL,
    "learner_values" BYTEA,

    CONSTRAINT "training_trials_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "training_trials_basis_idx" ON "training_trials"("basis");

-- CreateIndex
CREATE INDEX "training_trials_job_id_idx" ON "training_trials"("job_id");

-- AddForeignKey
ALTER TABLE "training_trials" ADD CONSTRAINT "training_trials_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "training_jobs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
