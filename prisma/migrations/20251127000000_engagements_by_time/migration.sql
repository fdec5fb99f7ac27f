-- CreateIndex
CREATE INDEX "engagements_timestamp_idx" ON "engagements"("timestamp");
