namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>IModel</c>, <c>ITrainable</c> and <c>ICheckpointed</c>: what they ask for and the class has as constants.</summary>
internal static class Interfaces
{
    public static IReadOnlyList<string> BaseList(SurfaceModel model) =>
        [.. model.IsModel ? model.Targets.Select(t => Framework.Trainable(t.Type)) : [], Framework.Checkpointed];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (!model.IsModel) return;
        WriteProperty(members, Framework.Model + ".InputSize", "InputSize");
        WriteProperty(members, Framework.Model + ".OutputSize", "OutputSize");
        foreach (var target in model.Targets)
        {
            var trainable = Framework.Trainable(target.Type);
            WriteProperty(members, trainable + ".TargetSize", target.Size);
            WriteProperty(members, trainable + ".ClassCount", Literals.Integer(target.Classes ?? 0));
            if (model.FewestSamples > 1) WriteProperty(members, trainable + ".FewestSamples", Literals.Integer(model.FewestSamples));
        }
    }

    private static void WriteProperty(MemberWriter members, string name, string value) =>
        members.Property(null, "int " + name, $" => {value};", $" => {value};");
}
