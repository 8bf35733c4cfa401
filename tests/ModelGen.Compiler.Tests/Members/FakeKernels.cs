using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Tests.Members;

/// <summary>The kernels' half of a model class, with bodies that a test decides.</summary>
internal static class FakeKernels
{
    public static string For(BuiltModel built, IReadOnlyDictionary<string, string> bodies)
    {
        var model = SurfaceModel.Of(built);
        return ClassFrame.Write(built.Spec.Class, ["Kernels."], [], [], [], writer =>
        {
            foreach (var method in KernelMethods.All(model))
            {
                using (writer.Block(method.Signature))
                {
                    if (bodies.TryGetValue(method.Name, out var body)) writer.Line(body);
                }
            }

            Descriptions.Write(model, writer);
        });
    }
}
