using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Reads a declaration from top to bottom: checks it and builds its graph.</summary>
public static class ModelBuilder
{
    public static CheckResult Build(ModelSpec spec, Mode mode) => throw new NotImplementedException();
}
