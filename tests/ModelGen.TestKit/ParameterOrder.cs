using ModelGen.Compiler.Layers;

namespace ModelGen.TestKit;

/// <summary>Parameters in the order of files, which is PyTorch's, and in the order of the compiler's graphs.</summary>
public static class ParameterOrder
{
    /// <summary>The elements in the compiler's order.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="standard">Its elements as files have them.</param>
    public static double[] ToMemory(this ParameterInfo parameter, double[] standard)
    {
        double[] memory = new double[standard.Length];
        Walk(parameter, (inStandard, inMemory) => memory[inMemory] = standard[inStandard]);
        return memory;
    }

    /// <summary>The elements as files have them.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="memory">Its elements in the compiler's order.</param>
    public static double[] ToStandard(this ParameterInfo parameter, double[] memory)
    {
        double[] standard = new double[memory.Length];
        Walk(parameter, (inStandard, inMemory) => standard[inStandard] = memory[inMemory]);
        return standard;
    }

    /// <summary>All elements of a parameter: where each lies in the standard order, and where in the compiler's.</summary>
    private static void Walk(ParameterInfo parameter, Action<int, int> visit)
    {
        int[] shape = [.. parameter.MemoryShape.Dimensions], order = [.. parameter.Order], standardShape = [.. parameter.StandardShape];
        int inMemory = 0;
        Compiler.Graph.Tensor.ForEach(
            shape,
            index =>
            {
                int inStandard = 0;
                for (int axis = 0; axis < standardShape.Length; axis++)
                    inStandard = (inStandard * standardShape[axis]) + index[Array.IndexOf(order, axis)];
                visit(inStandard, inMemory++);
            });
    }
}
