using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>What makes images larger or smaller without weights.</summary>
internal static class Resizing
{
    public static void Resize(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        Interpolation way = Interpolation.Of(import, node, x);
        double[] scales = way.Scales;
        if (import.HasBatch && scales[0] != 1) throw new Unsupported("it makes the batch larger, which is the first axis.");
        double[] ours = scales[(x.BatchAxis + 1)..];
        bool isImage = import.HasBatch && x.Shape.Length == 3 && ours[0] == 1;
        if (isImage && ours.All(scale => scale >= 1 && scale == Math.Floor(scale))
            && way.LayerMode([(int)ours[1], (int)ours[2]]) is { } mode)
        {
            int[] scale = [(int)ours[1], (int)ours[2]];
            string arguments = Arguments.Size(scale) + (mode.Length > 0 ? $", Mode = Upsampling.{mode}" : "")
                + (way.IsAligned ? ", AlignCorners = true" : "");
            int[] shape = [x.Shape[0], x.Shape[1] * scale[0], x.Shape[2] * scale[1]];
            import.Add(node, new Step("Upsample2D", arguments, x.Id, import.NewSample(shape)));
            return;
        }

        // Along each axis it is a product with a matrix that does not change.
        const string Letters = "abcdefgh";
        if (x.Shape.Length > Letters.Length) throw new Unsupported($"{GraphImport.Text(x)} arrives.");
        for (int axis = 0; axis < x.Shape.Length; axis++)
        {
            double[,] rows = way.Matrix(axis + x.BatchAxis + 1, x.Shape[axis]);
            int count = rows.GetLength(0), size = x.Shape[axis];
            if (count < 1) throw new Unsupported($"nothing is left of axis {axis + 1}.");
            if (IsIdentity(rows)) continue;
            string all = Letters[..x.Shape.Length], made = all.Replace(all[axis], 'z');
            int[] shape = [.. x.Shape];
            shape[axis] = count;
            x = Padding.Fixed(
                import, x, "Resized", $"Einsum(\"z{all[axis]},{all}->{made}\", {{0}}, x)", shape, [count, size],
                index => (float)rows[index[0], index[1]]);
        }

        if (way.Outside(x.Shape) is { } outside)
            x = Padding.Fixed(import, x, "Resized", "x + {0}", x.Shape, x.Shape, outside);
        import.Set(node.Outputs[0], x);
    }

    public static void DepthToSpace(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        int block = (int)node.Int("blocksize", 1);
        if (x.Shape.Length != 3 || block < 1 || x.Shape[0] % (block * block) != 0)
            throw new Unsupported($"{GraphImport.Text(x)} arrives; the square of blocksize {block} must divide the channels.");
        (int channels, int height, int width) = (x.Shape[0] / (block * block), x.Shape[1], x.Shape[2]);
        Sample result = import.NewSample(channels, height * block, width * block);
        if (node.Text("mode", "DCR") == "CRD")
        {
            import.Add(node, new Step("PixelShuffle", Shapes.Text(block), x.Id, result));
            return;
        }

        // The channel is the fastest of the parts that the channels are divided into.
        string parts = Shapes.Text([block, block, channels, height, width]);
        import.Add(node, new Step("Apply", "", x.Id, result)
        {
            Function = new Function(
                "DepthToSpace", $"x.Reshape({parts}).Permute(2, 3, 0, 4, 1).Reshape({Shapes.Text(result.Shape)})"),
        });
    }

    /// <summary>Blocks of pixels become channels.</summary>
    public static void SpaceToDepth(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        int block = (int)node.Int("blocksize", 1);
        if (x.Shape.Length != 3 || block < 1 || x.Shape[1] % block != 0 || x.Shape[2] % block != 0)
            throw new Unsupported($"{GraphImport.Text(x)} arrives; blocksize {block} must divide height and width.");
        (int channels, int height, int width) = (x.Shape[0], x.Shape[1] / block, x.Shape[2] / block);
        Sample result = import.NewSample(channels * block * block, height, width);
        string parts = Shapes.Text([channels, height, block, width, block]);
        import.Add(node, new Step("Apply", "", x.Id, result)
        {
            Function = new Function(
                "SpaceToDepth", $"x.Reshape({parts}).Permute(2, 4, 0, 1, 3).Reshape({Shapes.Text(result.Shape)})"),
        });
    }

    private static bool IsIdentity(double[,] matrix)
    {
        if (matrix.GetLength(0) != matrix.GetLength(1)) return false;
        for (int i = 0; i < matrix.GetLength(0); i++)
            for (int j = 0; j < matrix.GetLength(1); j++)
                if (matrix[i, j] != (i == j ? 1 : 0)) return false;
        return true;
    }
}
