-- Written by the Prisma schema engine from schema.prisma.

-- CreateTable
CREATE TABLE "content_prerequisites" (
    "content_pk" INTEGER NOT NULL,
    "prerequisite_pk" INTEGER NOT NULL,
    "position" SMALLINT NOT NULL,

    CONSTRAINT "content_prerequisites_pkey" PRIMARY KEY ("content_pk","prerequisite_pk")
);

-- CreateIndex
CREATE INDEX "content_prerequisites_prerequisite_pk_idx" ON "content_prerequisites"("prerequisite_pk");

-- AddForeignKey
ALTER TABLE "content_prerequisites" ADD CONSTRAINT "content_prerequisites_content_pk_fkey" FOREIGN KEY ("content_pk") REFERENCES "content"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_prerequisites" ADD CONSTRAINT "content_prerequisites_prerequisite_pk_fkey" FOREIGN KEY ("prerequisite_pk") REFERENCES "content"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
