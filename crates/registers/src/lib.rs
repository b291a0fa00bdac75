//! National registers that both halves refer to: places, agencies, people, legal documents, frameworks.
