using ModelGen.Runtime;

namespace ModelGen.TestKit;

/// <summary>The members of a model, on arrays: compiled, or interpreted.</summary>
public interface IModelUnderTest
{
    /// <summary>The weights and gradients, live.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The learning rate of the next update.</summary>
    float LearningRate { get; set; }

    /// <summary>The most threads that work at one call.</summary>
    int Threads { get; set; }

    /// <summary>
    /// The state of all samples that the next calls start from, and which they replace by their end; null for the members without a state.
    /// </summary>
    float[]? State { get; set; }

    /// <summary>All outputs of all inputs.</summary>
    float[][] Predict(float[][] inputs);

    /// <summary>A stream that has not begun; null if the model does not run step by step.</summary>
    IStreamUnderTest? NewStream();

    /// <summary>All outputs in training mode; the activations are kept.</summary>
    float[][] Forward(float[][] inputs);

    /// <summary>The gradients in the inputs; those of the parameters are added up.</summary>
    float[][] Backward(float[] outputGradient);

    /// <summary>As <see cref="Backward"/>, without the gradients in the inputs.</summary>
    void BackwardToParameters(float[] outputGradient);

    /// <summary>One training step; the mean loss before it.</summary>
    float TrainStep(float[][] inputs, Targets targets);

    /// <summary>The mean loss.</summary>
    float Evaluate(float[][] inputs, Targets targets);

    /// <summary>Sets all gradients to zero.</summary>
    void ZeroGradients();

    /// <summary>One step of the optimizer.</summary>
    void Update();
}

/// <summary>A stream of a model under test.</summary>
public interface IStreamUnderTest
{
    /// <summary>Begins with the inputs that are read before the first step, one sample of each.</summary>
    void Begin(float[][] inputs);

    /// <summary>Takes a step with one step of each of the other inputs; gives one of each output.</summary>
    float[][] Step(float[][] inputs);

    /// <summary>Begins anew.</summary>
    void Reset();
}
