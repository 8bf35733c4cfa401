using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Averaged</c>, where the optimizer keeps an average of the weights.</summary>
internal static class Averaging
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (!model.Averages) return;
        var decay = Literals.Double(Written.Number((float)model.Built!.Optimizer!.Attribute.WeightAverage));
        members.Method(
            Documentation
                .Summary(
                    $"A model of its own with the moving average of the weights over all updates (decay {decay.TrimEnd('d')}), to predict "
                        + "with and to save: <c>model.Averaged().Save(path)</c>. Buffers, such as running means, are those of this model.")
                .Returns("A new model, whose optimizer starts afresh; before the first update it has this model's weights."),
            "public " + model.ClassName + " Averaged",
            [],
            [
                $"var averaged = new {model.ClassName}(unchecked((int)_seed)) {{ LearningRate = _learningRate, Threads = _threads }};",
                "_parameters.Span.CopyTo(averaged._parameters.Span);",
                Checks.Call(KernelMethods.AverageTo, ["averaged._parameters"]),
                "return averaged;",
            ]);
    }
}
