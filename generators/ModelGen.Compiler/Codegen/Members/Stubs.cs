namespace ModelGen.Compiler.Codegen.Members;

/// <summary>What the members of a model with errors throw.</summary>
internal static class Stubs
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (!model.IsStub) return;
        members.Private(
            "private static global::System.InvalidOperationException DeclarationHasErrors() => new(",
            "    "
                + Literals.Text(
                    $"The declaration of the model {model.Class.Name} has errors, which the compiler reports; its members work once they "
                        + "are mended.")
                + ");");
    }
}
