-- CreateTable
CREATE TABLE "lists" (
    "id" UUID NOT NULL,
    "user_pk" INTEGER NOT NULL,
    "model_version_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "first_rank" INTEGER NOT NULL,
    "content_pks" INTEGER[],
    "reason_kinds" TEXT[],

    CONSTRAINT "lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_outcomes" (
    "list_id" UUID NOT NULL,
    "user_pk" INTEGER NOT NULL,
    "content_pk" INTEGER NOT NULL,
    "engaged_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "list_outcomes_pkey" PRIMARY KEY ("list_id","user_pk","content_pk")
);

-- CreateIndex
CREATE INDEX "lists_model_version_id_created_at_idx" ON "lists"("model_version_id", "created_at");

-- CreateIndex
CREATE INDEX "lists_created_at_idx" ON "lists"("created_at");

-- CreateIndex
CREATE INDEX "lists_user_pk_idx" ON "lists"("user_pk");

-- CreateIndex
CREATE INDEX "list_outcomes_recorded_at_idx" ON "list_outcomes"("recorded_at");

-- CreateIndex
CREATE INDEX "list_outcomes_user_pk_idx" ON "list_outcomes"("user_pk");

-- AddForeignKey
ALTER TABLE "lists" ADD CONSTRAINT "lists_user_pk_fkey" FOREIGN KEY ("user_pk") REFERENCES "users"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_outcomes" ADD CONSTRAINT "list_outcomes_user_pk_fkey" FOREIGN KEY ("user_pk") REFERENCES "users"("pk") ON DELETE CASCADE ON UPDATE CASCADE;
