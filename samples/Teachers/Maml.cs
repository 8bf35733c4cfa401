namespace Teachers;

/// <summary>
/// Model-agnostic meta-learning: looks for weights from which a few steps of gradient descent on a few images learn a new task well.
/// </summary>
/// <remarks>
/// <para>Finn, Abbeel, Levine: Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks, 2017.</para>
/// <para>The steps are θᵢ₊₁ = θᵢ − α ∇L(θᵢ) on the task's images to learn from. The gradient of the loss of its other images, at the end,
/// in θ₀ is that in the last θ, passed back through each step: g ← g − α H(θᵢ) g, where H is the Hessian of L. The first-order form leaves
/// H out.</para>
/// </remarks>
/// <param name="model">Where the weights are.</param>
/// <param name="rate">α, the length of the steps.</param>
/// <param name="steps">How many steps.</param>
public sealed class Maml(TaskNet model, float rate, int steps)
{
    private float[] _scores = [], _inScores = [];

    /// <summary>Learns a task: changes the weights of the model.</summary>
    /// <param name="inputs">Images.</param>
    /// <param name="labels">Their classes in the task.</param>
    /// <returns>The weights before each step.</returns>
    public IReadOnlyList<float[]> Adapt(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        List<float[]> path = [];
        for (int step = 0; step < steps; step++)
        {
            float[] weights = ParameterVector.Of(model.Parameters), gradient = Gradient(inputs, labels).Values;
            path.Add([.. weights]);
            for (int i = 0; i < weights.Length; i++) weights[i] -= rate * gradient[i];
            ParameterVector.Set(model.Parameters, weights);
        }

        return path;
    }

    /// <summary>The loss of a task's other images when it has been learned, and its gradient in the weights as they are now.</summary>
    /// <param name="task">The task.</param>
    /// <param name="exact">Whether the gradient is passed back through the steps; if not, it is that at the last weights.</param>
    /// <returns>Loss and gradient; the model's weights are as before.</returns>
    public (double Loss, float[] Gradient) Outer(ImageTask task, bool exact = true)
    {
        IReadOnlyList<float[]> path = Adapt(task.Inputs, task.Labels);
        (double loss, float[] gradient) = Gradient(task.OtherInputs, task.OtherLabels);
        float[] product = new float[gradient.Length];
        for (int step = path.Count - 1; step >= 0; step--)
        {
            ParameterVector.Set(model.Parameters, path[step]);
            if (!exact) continue;
            model.HessianVectorProduct(task.Inputs, task.Labels, gradient, product);
            for (int i = 0; i < gradient.Length; i++) gradient[i] -= rate * product[i];
        }

        return (loss, gradient);
    }

    /// <summary>One step of the optimizer with the mean of the outer gradients of some tasks.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="exact">As in <see cref="Outer"/>.</param>
    /// <returns>Their mean loss.</returns>
    public double Learn(IReadOnlyList<ImageTask> tasks, bool exact = true)
    {
        float[] sum = new float[model.Parameters.ElementCount];
        double total = 0;
        foreach (ImageTask task in tasks)
        {
            (double loss, float[] gradient) = Outer(task, exact);
            total += loss;
            for (int i = 0; i < sum.Length; i++) sum[i] += gradient[i] / tasks.Count;
        }

        ParameterVector.SetGradients(model.Parameters, sum);
        model.Update();
        return total / tasks.Count;
    }

    private (double Loss, float[] Values) Gradient(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        int numbers = labels.Length * TaskNet.OutputSize;
        if (_scores.Length != numbers) (_scores, _inScores) = (new float[numbers], new float[numbers]);
        model.ZeroGradients();
        model.Forward(inputs, _scores);
        double loss = model.Loss(_scores, labels, _inScores);
        model.Backward(_inScores);
        return (loss, ParameterVector.GradientsOf(model.Parameters));
    }
}
