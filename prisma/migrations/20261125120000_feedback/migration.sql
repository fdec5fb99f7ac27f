-- CreateEnum
CREATE TYPE "feedback_kind" AS ENUM ('NOT_RELEVANT', 'ALREADY_KNOW', 'TOO_EASY', 'TOO_HARD', 'MORE_LIKE_THIS');

-- CreateEnum
CREATE TYPE "feedback_aspect" AS ENUM ('INTEREST', 'LEVEL', 'KNOWLEDGE');

-- CreateTable
CREATE TABLE "feedback" (
    "pk" BIGSERIAL NOT NULL,
    "user_pk" INTEGER NOT NULL,
    "content_pk" INTEGER NOT NULL,
    "aspect" "feedback_aspect" NOT NULL,
    "kind" "feedback_kind" NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("pk")
);

-- CreateIndex
CREATE INDEX "feedback_content_pk_idx" ON "feedback"("content_pk");

-- CreateIndex
CREATE UNIQUE INDEX "feedback_user_pk_content_pk_aspect_key" ON "feedback"("user_pk", "content_pk", "aspect");

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_user_pk_fkey" FOREIGN KEY ("user_pk") REFERENCES "users"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_content_pk_fkey" FOREIGN KEY ("content_pk") REFERENCES "content"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
